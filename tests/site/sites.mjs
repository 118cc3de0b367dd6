/** The sites the sample pages are on: each has a name, a host, colours, a drawing and a way to lay a page out. */
const site = (name, host, layout, art, [paper, text, sky, ink, tint, accent]) => ({ name, host: `${host}.test`, layout, art, paper, text, palette: { sky, ink, tint, accent } });

const ORCHARD = site('The Windfall', 'windfall', 'magazine', 'orchard', ['#fbf7ee', '#26301f', '#dbe8d0', '#3b4a2f', '#6f9150', '#c8402f']);
const LARDER = site('Larder', 'larder', 'recipe', 'plate', ['#fff8ef', '#3a2415', '#e9b872', '#4a2f1c', '#c96f3b', '#c0392b']);
const BENCH = site('Bench & Vice', 'bench', 'manual', 'blueprint', ['#14263b', '#e6eef7', '#17304d', '#9fc3e8', '#9fc3e8', '#ffb454']);
const NIGHT = site('Night Watch', 'nightwatch', 'poster', 'stars', ['#0b1228', '#e8ecfa', '#101a3a', '#8ea2d8', '#9fb4ff', '#f7e6b0']);
const TIDE = site('Tidewater', 'tidewater', 'split', 'sea', ['#f4f9fb', '#10303f', '#a9d3e4', '#1f4e63', '#3f8aa8', '#d94f3d']);
const FOLIO = site('Folio', 'folio', 'broadsheet', 'marble', ['#f7f3ea', '#211d18', '#e5d9c3', '#243b53', '#7a1f2b', '#b8860b']);
const OCTAVE = site('Octave', 'octave', 'poster', 'strings', ['#2a1230', '#f8ebf5', '#3a1a42', '#c98bd0', '#e6b8e0', '#ff9d5c']);
const QUARRY = site('Hearting', 'hearting', 'magazine', 'stones', ['#f3f2ef', '#2b2d30', '#5c6168', '#6b7178', '#8b9299', '#e3b23c']);
const GARTEN = site('Gartenblatt', 'gartenblatt', 'split', 'orchard', ['#f6faf2', '#1f3320', '#cfe6d8', '#2f5135', '#4f8a5b', '#e05a7a']);
const KUECHE = site('Herd & Tisch', 'herdundtisch', 'recipe', 'plate', ['#fdf4f0', '#3b1f1a', '#d98c7a', '#5a2a20', '#a8483a', '#e2a13a']);
const BAHN = site('Fahrdienst', 'fahrdienst', 'manual', 'rails', ['#fffbe6', '#1d1d1b', '#cfe0ee', '#2b2f36', '#9db7a0', '#3ddc84']);
const ATLAS = site('Atlas der Hände', 'atlas', 'broadsheet', 'hills', ['#fcfaf4', '#22252b', '#f3dcc0', '#42586b', '#8aa6a3', '#e07a4f']);
const PANORAMA = site('Panorama', 'panorama', 'magazine', 'hills', ['#fffdf7', '#2a2320', '#f8d9b4', '#5b3b54', '#b5727a', '#f2a541']);
const KANAL = site('Vaart', 'vaart', 'split', 'sea', ['#fff7f0', '#2c2320', '#f6cfa8', '#274b5f', '#4b8f9c', '#e4572e']);

const BY_SECTION = {
  garden: ORCHARD, kitchen: LARDER, workshop: BENCH, sky: NIGHT, sea: TIDE, paper: FOLIO, sound: OCTAVE, stone: QUARRY,
  garten: GARTEN, kueche: KUECHE, bahn: BAHN, water: KANAL, cuisine: LARDER, cocina: LARDER, cucina: KUECHE, kuchnia: KUECHE, montagne: PANORAMA, historia: PANORAMA,
};

/** The site an article is on. */
export const siteOf = ({ section }) => BY_SECTION[section] ?? ATLAS;
