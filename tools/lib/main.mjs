/** How a command of ours ends: with its exit code, or with a sentence about what is missing. */

/** A sentence for the person; nothing else is printed about it. */
export class Missing extends Error {}

/** Runs a command; it may give its exit code. An error is told, and ends with 1. */
export async function runMain(main) {
  try {
    process.exitCode = await main() ?? process.exitCode;
  } catch (error) {
    console.error(error instanceof Missing ? error.message : error);
    process.exitCode = 1;
  }
}
