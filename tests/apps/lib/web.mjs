/** A little web for a session: newspapers, a feed, a forum, an application; each host under `.test`, texts and data as late as on the web. */
import { bundle, shellOf } from './bundle.mjs';
import { Unavailable } from './install.mjs';
import { html, json, script } from './site.mjs';

const WORDS = ('amber basalt cedar delta ember fjord garnet harbour indigo juniper kestrel lantern marble nectar opal pebble quartz russet saffron thistle umber velvet willow yarrow zephyr '
  + 'anchor beacon copper dune eagle falcon glacier heron island jasper kelp larch meadow north otter pine quarry river summit tundra upland valley winter yonder zinc').split(' ');

/** A sentence of its own for each number: words of a list by the digits of the number, so that no two are the same. */
export const sentence = (n) => Array.from({ length: 7 }, (_, i) => WORDS[(Math.floor(n / WORDS.length ** (i % 3)) + i * 11) % WORDS.length]).join(' ');
const said = (from, count) => Array.from({ length: count }, (_, i) => `<p>It is said that ${sentence(from + i)}.</p>`).join('');

/** Long articles with links to others. */
const article = (host, number, n) => {
  const at = number * 10_000 + n * 40;
  const links = [1, 2, 3, 4].map((step) => `<li><a class="next" href="/a/${(n + step * 3) % 60}">Article ${(n + step * 3) % 60}</a></li>`).join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Article ${n} of ${host}</title><style>body{font:18px/1.6 serif;max-width:40em;margin:1em auto}p{margin:2em 0}</style>
<h1>Article ${n} of ${host}</h1><ul>${links}</ul>${said(at, 30)}<div id="late"></div><script>fetch('/late/${n}').then((a) => a.text()).then((t) => { late.innerHTML = t; });</script>`;
};
const late = (number, n) => said(number * 10_000 + n * 40 + 30, 3);

/** A feed that goes on as one scrolls and throws away what was scrolled past. */
const feed = (name) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Feed ${name}</title><style>article{min-height:420px;font:18px/1.5 sans-serif}</style><h1>Feed ${name}</h1><div id="feed"></div>
<script>let n = 0, busy = false; const more = async () => { if (busy) return; busy = true; const came = await (await fetch('/posts/' + n)).json(); n += 1;
for (const one of came) { const a = document.createElement('article'); a.textContent = one; feed.append(a); }
while (feed.children.length > 12) { const h = feed.children[0].offsetHeight; feed.children[0].remove(); feed.style.paddingTop = (parseFloat(feed.style.paddingTop || 0) + h) + 'px'; } busy = false; };
more(); addEventListener('scroll', () => { if (innerHeight + scrollY > document.documentElement.scrollHeight - 600) more(); });</script>`;
const posts = (number, n) => Array.from({ length: 4 }, (_, i) => `Somebody writes that ${sentence(number * 10_000 + n * 4 + i)}.`);

/** An application whose address changes before its data come: half of its routes keep the old text meanwhile, half say "Loading". */
const APP = `
import { createApp, h, ref, watch } from 'vue';
import { createRouter, createWebHistory, RouterLink, RouterView, useRoute } from 'vue-router';
const Page = { setup() {
  const route = useRoute();
  const page = ref(null);
  watch(() => route.params.n, async (n) => {
    if (n % 2) page.value = null;
    const came = await (await fetch('/api/' + n)).json();
    if (route.params.n === n) { page.value = came; document.title = came.title; }
  }, { immediate: true });
  return () => page.value ? h('main', [h('h1', page.value.title), h('div', { innerHTML: page.value.html })]) : h('p', 'Loading the page you asked for, please wait');
} };
const nav = () => h('nav', Array.from({ length: 12 }, (_, i) => h(RouterLink, { to: '/p/' + i, class: 'route' }, () => 'Page ' + i + ' ')));
const router = createRouter({ history: createWebHistory(), routes: [{ path: '/p/:n', component: Page }] });
createApp({ setup: () => () => [nav(), h(RouterView)] }).use(router).mount('#app');`;

async function appScript() {
  try {
    return await bundle('small', APP, { define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' } });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`skipped: the session's application: ${error.message}`);
    return null;
  }
}

/** Serves it; returns where one can go: addresses by kind. */
export async function webOf(site) {
  const app = await appScript();
  const hosts = ['morning.test', 'evening.test', 'feed.test', 'desk.test'];
  site.serve(({ path, host }) => {
    const number = hosts.indexOf(host) + 1;
    const [, kind, n] = /^\/(\w+)(?:\/(\d+))?$/.exec(path) ?? [];
    if (kind === 'a') return html(article(host, number, Number(n)), { slow: Number(n) % 3 === 0 });
    if (kind === 'late') return html(late(number, Number(n)), { slow: true });
    if (kind === 'feed') return html(feed(n));
    if (kind === 'posts') return json(posts(number, Number(n)), { slow: true });
    if (kind === 'p') return html(shellOf('Desk'));
    if (kind === 'api') return json({ title: `Desk, page ${n}`, html: said(number * 10_000 + Number(n) * 40, 20) }, { slow: true });
    return path === '/app.js' ? script(app) : null;
  });
  return {
    articles: ['morning.test', 'evening.test'].flatMap((host) => Array.from({ length: 60 }, (_, n) => `http://${host}/a/${n}`)),
    feeds: ['http://feed.test/feed/1'],
    apps: app ? Array.from({ length: 12 }, (_, n) => `http://desk.test/p/${n}`) : [],
  };
}
