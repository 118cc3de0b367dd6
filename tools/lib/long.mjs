/** The long forms of tests: what `npm run test:long` sets for them, so that all of it fits into an hour or so
 * of two cores. Each test says what its variable means, and can be run alone for longer. */
export const LONG = {
  WEBMYND_CRASH_POINTS: '20000',
  WEBMYND_LIVES: '10000',
  WEBMYND_SYNC_LIVES: '500',
  WEBMYND_NETWORKS: '3000',
  WEBMYND_REQUESTS: '100000',
  WEBMYND_KILLS: '500',
  WEBMYND_USERS: '300',
  WEBMYND_PAGES: '200',
  WEBMYND_RUDE: '5000',
  WEBMYND_WRONG_LOGINS: '1000',
};

/** Three servers over PostgreSQL and Garage are slower: how often they are killed, and what people do beside it. */
export const CLUSTER = { kills: 100, people: { WEBMYND_USERS: '60', WEBMYND_PAGES: '200' } };
