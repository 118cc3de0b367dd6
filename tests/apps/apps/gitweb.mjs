/** gitweb as Debian has it: pages of a program in XHTML, told apart by parameters with semicolons between them. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAFE_HOST } from '../../browser/lib/ground.mjs';
import { articles } from '../lib/content.mjs';
import { fetched, made, must } from '../lib/install.mjs';
import { fileOf } from '../lib/site.mjs';

/** gitweb itself is in the package of git. */
const PACKAGES = ['git', 'libcgi-pm-perl', 'libhtml-parser-perl'];
const SHOWN = articles.slice(0, 5);
const WHO = { GIT_AUTHOR_NAME: 'A. Gardener', GIT_AUTHOR_EMAIL: 'gardener@example.org', GIT_COMMITTER_NAME: 'A. Gardener', GIT_COMMITTER_EMAIL: 'gardener@example.org', GIT_CONFIG_GLOBAL: '/dev/null' };

/** The programs of Debian's packages, unpacked beside and not installed. */
const programs = () => made('debian-gitweb', PACKAGES, (into) => {
  fetched('apt-get', ['download', '-qq', ...PACKAGES], { cwd: into }, 'Debian gives no packages here');
  for (const file of readdirSync(into).filter((name) => name.endsWith('.deb'))) must('dpkg-deb', ['-x', file, 'root'], { cwd: into });
});

/** A repository in which each article is a change of its own. */
const repositories = () => made('gitweb-repositories', [JSON.stringify(SHOWN)], (into) => {
  const tree = join(into, 'notes');
  const git = (args, day = 1) => must('git', args, { cwd: existsSync(tree) ? tree : into, env: { ...process.env, ...WHO, GIT_AUTHOR_DATE: `2024-03-0${day}T12:00:00Z`, GIT_COMMITTER_DATE: `2024-03-0${day}T12:00:00Z` } });
  git(['init', '--quiet', '--initial-branch=main', 'notes']);
  for (const [i, { slug, title, text }] of SHOWN.entries()) {
    writeFileSync(join(tree, `${slug}.txt`), `${text.join('\n\n').replace(/(.{60,80}) /g, '$1\n')}\n`);
    git(['add', '.']);
    git(['commit', '--quiet', '-m', `Notes on ${title.toLowerCase()}`, '-m', text.at(-1)], i + 1);
  }
  writeFileSync(join(into, 'gitweb.conf'), `$projectroot = '${into}'; $site_name = 'Sources'; @stylesheets = ('/static/gitweb.css'); $javascript = '/static/gitweb.js'; $feature{'blame'}{'default'} = [1];\n`);
});

/** Asks the program as a web server does; gives its answer's body and type. */
function cgi(root, folder, { path, search, host, headers }) {
  const env = {
    PATH: process.env.PATH, PERL5LIB: ['share/perl5', ...archFolders(root)].map((one) => join(root, 'usr', one)).join(':'), GATEWAY_INTERFACE: 'CGI/1.1', REQUEST_METHOD: 'GET', SCRIPT_NAME: '', PATH_INFO: path,
    QUERY_STRING: search.slice(1), REQUEST_URI: path + search, SERVER_NAME: host, SERVER_PROTOCOL: 'HTTP/1.1', HTTP_HOST: host, HTTP_ACCEPT: headers.accept ?? '', GITWEB_CONFIG: join(folder, 'gitweb.conf'),
    GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*',
    // It writes whole addresses.
    ...(host === SAFE_HOST ? { HTTPS: 'on', SERVER_PORT: '443' } : {}),
  };
  return new Promise((resolve, reject) => {
    const child = spawn('perl', [join(root, 'usr', 'share', 'gitweb', 'gitweb.cgi')], { env });
    const [parts, errors] = [[], []];
    child.stdout.on('data', (part) => parts.push(part));
    child.stderr.on('data', (part) => errors.push(part));
    child.on('error', reject);
    child.on('close', () => {
      const text = Buffer.concat(parts).toString();
      const border = text.search(/\r?\n\r?\n/);
      if (border < 0) { reject(new Error(`gitweb does not run: ${Buffer.concat(errors)}`)); return; }
      const head = text.slice(0, border);
      resolve({ body: text.slice(border).replace(/^\r?\n\r?\n/, ''), type: /content-type: *(.*)/i.exec(head)?.[1] ?? 'text/html', status: Number(/^status: *(\d+)/im.exec(head)?.[1] ?? 200), slow: true });
    });
  });
}

const archFolders = (root) => {
  const lib = join(root, 'usr', 'lib');
  if (!existsSync(lib)) return [];
  return readdirSync(lib).flatMap((arch) => (existsSync(join(lib, arch, 'perl5')) ? readdirSync(join(lib, arch, 'perl5')).map((version) => `lib/${arch}/perl5/${version}`) : []));
};

export default {
  name: 'gitweb, pages of one program', host: 'sources',
  async prepare() {
    const [root, folder] = [join(programs(), 'root'), repositories()];
    const answer = (asked) => (asked.path.startsWith('/static/') ? fileOf(join(root, 'usr', 'share', 'gitweb'), asked.path) : cgi(root, folder, asked));
    return { answer };
  },
  async walk(walker) {
    await walker.open('/?p=notes/.git');
    await walker.stay();
    await walker.click('a[href*="a=log"]');
    await walker.stay();
    for (const n of [0, 1, 2]) {
      await walker.click('a[href*="a=commitdiff;h="]', n);
      await walker.stay();
      await walker.back();
      await walker.stay();
    }
    await walker.open('/?p=notes/.git;a=tree');
    await walker.stay();
    await walker.click('td.list a.list');
    await walker.stay();
  },
};
