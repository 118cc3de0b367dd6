/** The cluster's database: one PostgreSQL, made where there is none yet. */
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Member, find, said, until } from './member.mjs';

const HOW = 'install PostgreSQL (Debian: apt-get install postgresql).';

function folders() {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort((a, b) => b - a) : [];
  return versions.map((version) => join('/usr/lib/postgresql', version, 'bin'));
}

/** PostgreSQL refuses to run as root: then as its package's user, or as nobody. */
function unprivileged() {
  if (process.getuid() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(uid), gid: Number(gid) };
}

export const postgresProgram = () => find('initdb', folders(), HOW);

/** `settings`: of the server, as `name=value`, besides the cluster's own. */
export async function postgres(folder, port, settings = []) {
  const programs = dirname(postgresProgram());
  const data = join(folder, 'postgres');
  const user = unprivileged();
  if (!existsSync(join(data, 'PG_VERSION'))) {
    mkdirSync(data, { recursive: true });
    if (user.uid) chownSync(data, user.uid, user.gid);
    await said(join(programs, 'initdb'), ['-D', data, '-U', 'webmynd', '-A', 'trust', '-E', 'UTF8', '--locale=C'], { cwd: data, ...user });
  }
  const args = ['-D', data, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', ...settings.flatMap((setting) => ['-c', setting])];
  const member = new Member('postgres', { program: join(programs, 'postgres'), args, user, log: join(folder, 'postgres.log'), port, stop: 'SIGINT' });
  const where = ['-h', '127.0.0.1', '-p', String(port), '-U', 'webmynd'];
  return {
    member,
    /** Its other programs, and how they are told where it is. */
    programs,
    where,
    url: (name) => `postgres://webmynd@127.0.0.1:${port}/${name}`,
    /** Makes a database when it is not there. */
    async database(name) {
      // It listens a moment before it answers.
      await until('PostgreSQL', () => said(join(programs, 'pg_isready'), where).then(() => true, () => false));
      const there = await said(join(programs, 'psql'), [...where, '-tAc', `SELECT 1 FROM pg_database WHERE datname = '${name}'`, 'postgres']);
      if (there !== '1') await said(join(programs, 'createdb'), [...where, name]);
    },
    /** What a statement answers, as text. */
    ask: (name, statement) => said(join(programs, 'psql'), [...where, '-tAc', statement, name]),
  };
}
