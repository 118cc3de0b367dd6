/** The long forms of tests: what `npm run test:long` sets for them, so that all of it fits into an hour or so
 * of two cores. Each test says what its variable means, and can be run alone for longer. */
export const LONG = {
  WEBMYND_CRASH_POINTS: '20000',
  WEBMYND_LIVES: '5000',
  WEBMYND_MUTATIONS: '500',
  WEBMYND_SYNC_LIVES: '300',
  WEBMYND_NETWORKS: '1500',
  WEBMYND_REQUESTS: '50000',
  WEBMYND_KILLS: '300',
  WEBMYND_USERS: '200',
  WEBMYND_PAGES: '200',
  WEBMYND_RUDE: '3000',
  WEBMYND_WRONG_LOGINS: '500',
};

/** Three servers over PostgreSQL and Garage are slower: how often they are killed, and what people do beside it. */
export const CLUSTER = { kills: 60, people: { WEBMYND_USERS: '60', WEBMYND_PAGES: '200' } };

/** Minutes of the session that is browsed by script (tests/apps/session.mjs). */
export const SESSION = 20;

/** Seconds for which each fuzz target is run, where cargo-fuzz is there; as many as there are, one after the other. */
export const FUZZING = 3600;
