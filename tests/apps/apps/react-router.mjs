/** React Router with data in effects and in a transition of Suspense: "Loading…" stands under the new address until they come. */
import { bundle, shellOf } from '../lib/bundle.mjs';
import { articleAt, articles } from '../lib/content.mjs';
import { html, json, script } from '../lib/site.mjs';

const LINKS = articles.slice(3, 9).map(({ slug, title }) => [slug, title]);
const SOURCE = `
import { Suspense, use, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Link, Route, Routes, useParams } from 'react-router-dom';
const load = (slug) => fetch('/api/' + slug).then((answer) => answer.json());
const promises = new Map();
const cached = (slug) => promises.get(slug) ?? promises.set(slug, load(slug)).get(slug);
function Body({ title, text }) {
  useEffect(() => { document.title = title + ' | Field guide'; }, [title]);
  return <article><h1>{title}</h1>{text.map((one, i) => <p key={i}>{one}</p>)}</article>;
}
function Effect() {
  const { slug } = useParams();
  const [article, setArticle] = useState(null);
  useEffect(() => {
    let here = true;
    setArticle(null);
    load(slug).then((came) => { if (here) setArticle(came); });
    return () => { here = false; };
  }, [slug]);
  return article ? <Body {...article} /> : <p>Loading…</p>;
}
function Inner({ slug }) { return <Body {...use(cached(slug))} />; }
function Suspended() {
  const { slug } = useParams();
  return <Suspense key={slug} fallback={<p>Loading the page…</p>}><Inner slug={slug} /></Suspense>;
}
function App() {
  return <><nav>{${JSON.stringify(LINKS)}.map(([slug, title], i) => <Link key={slug} className={'nav-' + slug} to={(i % 2 ? '/s/' : '/e/') + slug}>{title}</Link>)}</nav>
    <Routes><Route path="/e/:slug" element={<Effect />} /><Route path="/s/:slug" element={<Suspended />} /></Routes></>;
}
createRoot(document.getElementById('app')).render(<BrowserRouter><App /></BrowserRouter>);
`;

export default {
  name: 'React Router, effects and Suspense', host: 'guide',
  async prepare() {
    const app = await bundle('more', SOURCE);
    const answer = ({ path }) => {
      if (path === '/app.js') return script(app);
      if (path.startsWith('/api/')) {
        const found = articleAt(path.slice('/api/'.length));
        return found && json({ title: found.title, text: found.text }, { slow: true });
      }
      return path.includes('.') ? null : html(shellOf('Field guide'));
    };
    return { answer };
  },
  async walk(walker) {
    await walker.open(`/e/${LINKS[0][0]}`);
    await walker.stay();
    for (const [slug] of LINKS.slice(1)) {
      await walker.click(`.nav-${slug}`);
      await walker.stay();
    }
    await walker.back();
    await walker.stay();
  },
};
