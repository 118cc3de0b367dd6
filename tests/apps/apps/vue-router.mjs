/** Vue Router: the address is another at once, the data come later, and what stood there before stands until then. */
import { bundle, shellOf } from '../lib/bundle.mjs';
import { articleAt, articles, paragraphs } from '../lib/content.mjs';
import { html, json, script } from '../lib/site.mjs';

const SOURCE = `
import { createApp, h, ref, watch } from 'vue';
import { createRouter, createWebHistory, RouterLink, RouterView, useRoute } from 'vue-router';
const Article = { setup() {
  const route = useRoute();
  const article = ref(null);
  watch(() => route.params.slug, async (slug) => {
    const came = await (await fetch('/api/articles/' + slug)).json();
    if (route.params.slug !== slug) return;
    article.value = came;
    document.title = came.title + ' - Almanac';
  }, { immediate: true });
  return () => article.value
    ? h('article', [h('h1', article.value.title), h('div', { innerHTML: article.value.html })])
    : h('p', 'One moment, please.');
} };
const List = { setup() {
  const all = ref([]);
  fetch('/api/articles').then((answer) => answer.json()).then((came) => { all.value = came; document.title = 'Almanac'; });
  return () => h('main', [h('h1', 'All that the almanac holds this year'), h('ul', all.value.map(({ slug, title }) => h('li', h(RouterLink, { to: '/read/' + slug, class: 'to-' + slug }, () => title))))]);
} };
const App = { setup: () => () => [h('nav', [h(RouterLink, { to: '/', class: 'home' }, () => 'Almanac'), ...${JSON.stringify(articles.slice(0, 5).map(({ slug, title }) => [slug, title]))}.map(([slug, title]) => h(RouterLink, { to: '/read/' + slug, class: 'nav-' + slug }, () => title))]), h(RouterView)] };
const router = createRouter({ history: createWebHistory(), routes: [{ path: '/', component: List }, { path: '/read/:slug', component: Article }] });
createApp(App).use(router).mount('#app');
`;

export default {
  name: 'Vue Router, old article meanwhile', host: 'almanac', small: true,
  async prepare() {
    const app = await bundle('small', SOURCE, { define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' } });
    const answer = ({ path }) => {
      if (path === '/app.js') return script(app);
      if (path === '/api/articles') return json(articles.map(({ slug, title }) => ({ slug, title })), { slow: true });
      if (path.startsWith('/api/articles/')) {
        const found = articleAt(path.slice('/api/articles/'.length));
        return found && json({ title: found.title, html: paragraphs(found) }, { slow: true });
      }
      return path.includes('.') ? null : html(shellOf('Almanac'));
    };
    return { answer };
  },
  async walk(walker) {
    await walker.open(`/read/${articles[0].slug}`);
    await walker.stay();
    for (const { slug } of articles.slice(1, 4)) {
      await walker.click(`.nav-${slug}`);
      await walker.stay();
    }
    await walker.back();
    await walker.stay();
  },
};
