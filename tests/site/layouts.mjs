/** Six ways to lay a page out, as different from one another as sites are: where the menu is, where the picture, how the words run. */

const COMMON = `*{box-sizing:border-box}body{margin:0;line-height:1.6}a{color:inherit}ul{list-style:none;margin:0;padding:0}.art{display:block;width:100%;height:100%}
h1{margin:0;line-height:1.12;font-weight:700;text-wrap:balance}.by{margin:0;opacity:.72;font-size:15px}footer{padding:32px 48px;font-size:14px;opacity:.7}`;

/** `page`: { name, title, by, body, links, art, site }; each answers { css, html }. */
export const LAYOUTS = {
  magazine: ({ name, title, by, body, links, art, site }) => ({
    css: `body{font:19px/1.6 Georgia,serif}header{display:flex;gap:40px;align-items:baseline;padding:16px 64px;border-bottom:1px solid #0002}header b{font-size:24px;letter-spacing:-.02em}
header ul{display:flex;gap:22px;overflow:hidden;white-space:nowrap;font:14px sans-serif}.hero{height:300px}main{max-width:900px;margin:-72px auto 0;padding:36px 56px;background:${site.paper};position:relative}
h1{font-size:46px;margin-bottom:10px}.text{columns:2;column-gap:40px;margin-top:18px}.text p{margin:0 0 .8em}.by{color:${site.palette.accent};opacity:1;font-style:italic}`,
    html: `<header><b>${name}</b><nav><ul>${links(4)}</ul></nav></header><div class="hero">${art}</div><main><article><h1>${title}</h1>${by}<div class="text">${body}</div></article></main><footer>${name}</footer>`,
  }),
  recipe: ({ name, title, by, body, links, art, site }) => ({
    css: `body{font:18px/1.6 "Trebuchet MS",sans-serif;padding:28px 56px}header{display:flex;justify-content:space-between;align-items:center;margin-bottom:24px}header b{font-size:22px;padding:6px 18px;border-radius:99px;color:#fff;background:${site.palette.accent}}
header ul{display:flex;gap:10px;font-size:14px}header li{padding:4px 12px;border-radius:99px;background:#0000000f;max-width:190px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}main{display:grid;grid-template-columns:1fr 460px;gap:48px}
h1{font-size:52px;color:${site.palette.ink}}.card{height:400px;border-radius:28px;overflow:hidden}.text p:first-child{font-size:21px}`,
    html: `<header><b>${name}</b><ul>${links(4)}</ul></header><main><article>${by}<h1>${title}</h1><div class="text">${body}</div></article><div class="card">${art}</div></main><footer>${name}</footer>`,
  }),
  manual: ({ name, title, by, body, links, art, site }) => ({
    css: `body{font:17px/1.65 "Segoe UI",Arial,sans-serif;display:grid;grid-template-columns:270px 1fr;min-height:100vh}aside{padding:28px 24px;background:#00000022;border-inline-end:1px solid #8884;font-size:15px}aside b{display:block;margin-bottom:22px;font-size:20px;color:${site.palette.accent === '#3ddc84' ? '#b3261e' : site.palette.accent}}
aside li{padding:7px 0;border-bottom:1px solid #8883}.hero{height:250px;border-bottom:4px solid ${site.palette.accent}}article{padding:30px 48px;max-width:900px}h1{font-size:40px;margin:6px 0 14px}.by{font-family:monospace}`,
    html: `<aside><b>${name}</b><ul>${links(8)}</ul></aside><main><div class="hero">${art}</div><article>${by}<h1>${title}</h1>${body}</article></main>`,
  }),
  poster: ({ name, title, by, body, links, art, site }) => ({
    css: `body{font:19px/1.65 Arial,sans-serif}.hero{position:relative;height:430px}.hero .art{position:absolute;inset:0}.hero div{position:absolute;inset-inline:64px;bottom:48px}.hero b{position:absolute;top:26px;inset-inline-start:64px;letter-spacing:.18em;font-size:15px;text-transform:uppercase}
h1{font-size:66px;max-width:16ch;text-shadow:0 2px 24px ${site.paper}}article{max-width:760px;margin:0 auto;padding:34px 32px}article p:first-child{font-size:23px;line-height:1.5}nav{max-width:760px;margin:0 auto;padding:0 32px;font-size:15px}nav li{padding:4px 0}`,
    html: `<header class="hero">${art}<b>${name}</b><div><h1>${title}</h1>${by}</div></header><main><article>${body}</article></main><nav><ul>${links(5)}</ul></nav><footer>${name}</footer>`,
  }),
  split: ({ name, title, by, body, links, art, site }) => ({
    css: `body{font:19px/1.6 Georgia,serif;display:grid;grid-template-columns:46% 1fr;min-height:100vh}.side{position:relative;min-height:720px;background:${site.palette.ink}}main{padding:40px 56px}main b{font:700 15px sans-serif;color:${site.palette.accent};letter-spacing:.06em}
h1{font-size:48px;margin:22px 0 8px}.side .art{position:absolute;inset:0}nav{margin-top:28px;padding-top:18px;border-top:1px solid #0002;font:15px sans-serif}nav li{padding:3px 0}`,
    html: `<div class="side">${art}</div><main><b>${name}</b><article><h1>${title}</h1>${by}${body}</article><nav><ul>${links(4)}</ul></nav></main>`,
  }),
  broadsheet: ({ name, title, by, body, links, art, site }) => ({
    css: `body{font:18px/1.55 "Times New Roman",serif;padding:18px 56px}header{text-align:center;border-bottom:4px double currentColor;padding-bottom:8px;margin-bottom:20px}header b{font-size:46px;letter-spacing:.02em}header ul{display:flex;justify-content:center;gap:26px;font-size:14px;overflow:hidden;white-space:nowrap}
main{display:grid;grid-template-columns:1fr 520px;gap:36px}h1{font-size:44px;margin-bottom:8px}figure{margin:0;height:420px;border:1px solid currentColor;padding:8px}.text:lang(en) p:first-child::first-letter{float:inline-start;font-size:64px;line-height:.82;padding-inline-end:8px;color:${site.palette.tint}}`,
    html: `<header><b>${name}</b><ul>${links(4)}</ul></header><main><article><h1>${title}</h1>${by}<div class="text">${body}</div></article><figure>${art}</figure></main><footer>${name}</footer>`,
  }),
};

/** A whole page. */
export function pageHtml({ lang, rtl, icon, ...page }) {
  const { css, html } = LAYOUTS[page.site.layout](page);
  return `<!doctype html><html lang="${lang}"${rtl ? ' dir="rtl"' : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${page.title}</title>
<meta property="og:site_name" content="${page.name}"><link rel="icon" type="image/svg+xml" href="${icon}">
<style>${COMMON}body{background:${page.site.paper};color:${page.site.text}}${css}</style></head><body>${html}</body></html>`;
}
