/** The cluster's door: HAProxy before the servers, and before the object store's nodes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Member, find } from './member.mjs';

const configuration = ({ port, s3, servers, stores }) => `global
    maxconn 8000
defaults
    timeout connect 2s
    timeout client 60s
    timeout server 150s
    retries 3
    option redispatch
frontend vault
    mode http
    bind 127.0.0.1:${port}
    http-request set-header X-Forwarded-For %[src]
    default_backend servers
backend servers
    mode http
    balance leastconn
    option httpchk GET /health
    default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
${servers.map((one, nth) => `    server server-${nth + 1} 127.0.0.1:${one.port} check port ${one.metrics}`).join('\n')}
listen s3
    mode tcp
    bind 127.0.0.1:${s3}
    balance leastconn
    default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
${stores.map((one, nth) => `    server garage-${nth + 1} 127.0.0.1:${one} check`).join('\n')}
`;

export const haproxyProgram = () => find('haproxy', [], 'install HAProxy (Debian: apt-get install haproxy).');

export function haproxy(folder, places) {
  const program = haproxyProgram();
  const config = join(folder, 'haproxy.cfg');
  writeFileSync(config, configuration(places));
  return new Member('haproxy', { program, args: ['-db', '-f', config], log: join(folder, 'haproxy.log'), port: places.port });
}
