/** A site that VitePress built: pages are swapped when their piece of script has come, which is late. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { articles } from '../lib/content.mjs';
import { made, must, npm } from '../lib/install.mjs';
import { fileOf } from '../lib/site.mjs';

const SHOWN = articles.slice(0, 8);
const CONFIG = `export default { title: 'Garden book', themeConfig: { sidebar: ${JSON.stringify(SHOWN.map(({ slug, title }) => ({ text: title, link: `/${slug}` })))} } };\n`;

/** The folder of the built site; built once for these texts and this VitePress. */
function built() {
  const modules = npm('docs');
  const pages = SHOWN.map(({ slug, title, text }) => [`${slug}.md`, `# ${title}\n\n${text.join('\n\n')}\n`]);
  const folder = made('vitepress', [CONFIG, JSON.stringify(pages), modules], (into) => {
    mkdirSync(join(into, '.vitepress'));
    // Packages are found beside the pages, as in anybody's project.
    symlinkSync(modules, join(into, 'node_modules'));
    writeFileSync(join(into, 'package.json'), '{ "type": "module" }\n');
    writeFileSync(join(into, '.vitepress', 'config.mjs'), CONFIG);
    for (const [name, text] of [...pages, ['index.md', '# Garden book\n\nAll that was learned in one garden over the years.\n']]) writeFileSync(join(into, name), text);
    must(process.execPath, [join(modules, 'vitepress', 'bin', 'vitepress.js'), 'build', into], { cwd: into });
  });
  return join(folder, '.vitepress', 'dist');
}

export default {
  name: 'VitePress, pages whose script comes late', host: 'garden',
  async prepare() {
    const folder = built();
    // The pieces of pages, not the framework's.
    return { answer: ({ path }) => fileOf(folder, path, (file) => /\/assets\/[^/]+\.md\./.test(file)) };
  },
  async walk(walker) {
    await walker.open(`/${SHOWN[0].slug}`);
    await walker.stay();
    for (const { slug } of SHOWN.slice(1, 5)) {
      await walker.click(`.VPSidebar a[href*="${slug}"]`);
      await walker.stay();
    }
    await walker.back();
    await walker.stay();
  },
};
