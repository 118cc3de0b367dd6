import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { chosen, completed, linkedInto, listOf, meets } from '../../tools/lib/licences.mjs';
import { fromRoot } from '../../tools/lib/paths.mjs';
import { output } from '../../tools/lib/run.mjs';
import { licences } from '../../tools/licences.mjs';

const crate = (name, kind = 'lib') => ({ id: name, name, version: '1.0.0', targets: [{ kind: [kind] }] });
const needs = (id, ...deps) => ({ id, deps: deps.map(([pkg, kind = null]) => ({ pkg, dep_kinds: [{ kind }] })) });

test('what is linked is listed, what only builds or tests is not', () => {
  const metadata = {
    packages: [crate('ours'), crate('engine'), crate('deep'), crate('direct'), crate('derive', 'proc-macro'), crate('syntax'), crate('builder'), crate('tester'), crate('elsewhere')],
    workspace_members: ['ours', 'engine'],
    resolve: { nodes: [
      needs('ours', ['engine'], ['direct'], ['derive'], ['builder', 'build'], ['tester', 'dev']),
      needs('engine', ['deep'], ['direct']), needs('direct', ['deep']), needs('deep'), needs('derive', ['syntax']),
      needs('syntax'), needs('builder', ['elsewhere']), needs('tester'), needs('elsewhere'),
    ] },
  };
  assert.deepEqual(linkedInto(['ours'], metadata).map(({ name }) => name), ['deep', 'direct']);
  assert.deepEqual(linkedInto(['engine', 'ours'], metadata).map(({ name }) => name), ['deep', 'direct'], 'of several each once');
});

test('where one may choose it is MIT, notices always go along, and everything where one may not', () => {
  const files = ['Cargo.toml', 'LICENSE-APACHE', 'LICENSE-MIT', 'NOTICE', 'src'];
  assert.deepEqual(chosen('MIT OR Apache-2.0', files), ['LICENSE-MIT', 'NOTICE']);
  assert.deepEqual(chosen('Apache-2.0/MIT', files), ['LICENSE-MIT', 'NOTICE']);
  assert.deepEqual(chosen('(MIT OR Apache-2.0) AND Unicode-3.0', [...files, 'LICENSE-UNICODE']), ['LICENSE-APACHE', 'LICENSE-MIT', 'LICENSE-UNICODE', 'NOTICE']);
  assert.deepEqual(chosen('MIT OR Apache-2.0', ['LICENSE']), ['LICENSE']);
});

test('an expression is met by one side of OR and both of AND', () => {
  const allowed = ['MIT', 'Apache-2.0', 'Unicode-3.0', 'Apache-2.0 WITH LLVM-exception'];
  for (const good of ['MIT', 'GPL-3.0 OR MIT', 'GPL-3.0/MIT', '(MIT OR GPL-3.0) AND Unicode-3.0', 'Apache-2.0 WITH LLVM-exception']) assert.ok(meets(good, allowed), good);
  for (const bad of ['', 'GPL-3.0', 'MIT AND GPL-3.0', '(MIT OR ISC) AND GPL-3.0', 'MIT WITH Some-exception', 'GPL-3.0 OR MIT AND ISC']) assert.ok(!meets(bad, allowed), bad);
});

test('every crate of the lock file has a licence that deny.toml allows and comes from the registry', async () => {
  const allowed = JSON.parse(readFileSync(fromRoot('deny.toml'), 'utf8').match(/^allow = (\[.*\])$/m)[1]);
  const { packages, workspace_members: own } = JSON.parse(await output('cargo', ['metadata', '--locked', '--format-version', '1']));
  const others = packages.filter(({ id }) => !own.includes(id));
  assert.ok(others.length > 100);
  assert.deepEqual(others.filter(({ license }) => !meets(license ?? '', allowed)).map(({ name, license }) => `${name}: ${license}`), []);
  assert.deepEqual(others.filter(({ source }) => !source?.startsWith('registry+')).map(({ name }) => name), []);
});

test('there is one TLS, and it is ring\'s', () => {
  const names = [...readFileSync(fromRoot('Cargo.lock'), 'utf8').matchAll(/^name = "(.*)"$/gm)].map(([, name]) => name);
  assert.ok(names.includes('ring') && names.includes('ldap3'));
  // By default ldap3 and object_store bring these, in C; openssl-probe only knows where certificates are.
  assert.deepEqual(names.filter((name) => /^(?:aws-lc|openssl|native-tls|rsa$)/.test(name) && name !== 'openssl-probe'), []);
});

test('the list names what each of the two modules links', async () => {
  const list = await licences();
  for (const name of ['tantivy', 'rqrr', 'qrcodegen', 'argon2']) assert.match(list, new RegExp(`^${name} `, 'm'));
});

test('a package without its terms has those of its repository, else the words of its licence', () => {
  const one = (name, license, repository, ...texts) => ({ name, version: '1.0.0', license, repository, authors: ['Ada'], texts });
  const mit = 'Copyright (c) us\n\nPermission';
  const [a, b, c, d] = completed([one('a', 'MIT', 'x', 'terms of x'), one('b', 'MIT', 'x'), one('c', 'MIT', 'y'), one('d', 'MPL-2.0', 'z')], mit);
  assert.deepEqual([a.texts, b.texts, c.texts, d.texts], [['terms of x'], ['terms of x'], ['Copyright (c) Ada\n\nPermission'], []]);
});

test('a text that several packages share stands once', () => {
  const one = (name, ...texts) => ({ name, version: '1.0.0', license: 'MIT', repository: null, texts });
  const list = listOf([one('a', 'the terms\r\n'), one('b', '\nthe terms'), one('c', 'others')]);
  assert.equal(list.split('the terms').length, 2);
  assert.match(list, /a 1\.0\.0, b 1\.0\.0\n-+\n\nthe terms/);
});

test('the scripts of the extension are our own alone', () => {
  assert.equal(JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).dependencies, undefined);
});
