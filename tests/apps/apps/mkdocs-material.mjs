/** A site of mkdocs-material with instant loading: the address is another at once, the page comes when it has been fetched. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { articles } from '../lib/content.mjs';
import { made, must, pip } from '../lib/install.mjs';
import { fileOf } from '../lib/site.mjs';

const SHOWN = articles.slice(8, 14);
const PLACE = 'http://manual.test/';
const CONFIG = `site_name: Manual
site_url: ${PLACE}
theme:
  name: material
  font: false
  features: [navigation.instant, navigation.tracking]
nav:
${SHOWN.map(({ slug, title }) => `  - "${title}": ${slug}.md`).join('\n')}
`;

function built() {
  const bin = pip('mkdocs');
  const pages = SHOWN.map(({ slug, title, text }) => [`${slug}.md`, `# ${title}\n\n${text.map((one, i) => `## Part ${i + 1}\n\n${one}`).join('\n\n')}\n`]);
  const folder = made('mkdocs', [CONFIG, JSON.stringify(pages)], (into) => {
    mkdirSync(join(into, 'docs'));
    writeFileSync(join(into, 'mkdocs.yml'), CONFIG);
    for (const [name, text] of [...pages, ['index.md', '# Manual\n\nA manual of small things.\n']]) writeFileSync(join(into, 'docs', name), text);
    must(join(bin, 'mkdocs'), ['build', '--quiet'], { cwd: into });
  });
  return join(folder, 'site');
}

export default {
  name: 'mkdocs-material, instant loading', host: 'manual',
  async prepare() {
    const folder = built();
    const answer = ({ path, host }) => {
      const found = fileOf(folder, path, (file) => file.endsWith('/'));
      // It knows its own place by the map of the site.
      if (path === '/sitemap.xml' && found && host.startsWith('safe')) return { ...found, body: String(found.body).replaceAll(PLACE, `https://${host}/`) };
      return found;
    };
    return { answer };
  },
  async walk(walker) {
    await walker.open(`/${SHOWN[0].slug}/`);
    await walker.stay();
    for (const { slug } of SHOWN.slice(1, 5)) {
      await walker.click(`.md-nav--primary a[href*="${slug}"]`);
      await walker.stay();
    }
    await walker.back();
    await walker.stay();
  },
};
