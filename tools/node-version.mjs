/** The oldest Node the tools run on; `engines` in package.json says the same. */
export const OLDEST_NODE = "20.19";

/**
 * What is wrong with a version of Node, in words a person can act on; undefined where it will do.
 *
 * @param {string} version as in `process.versions.node`
 */
export function nodeVersionProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split(".").map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return (
    `RL On/Off needs Node ${OLDEST_NODE} or newer, and this is Node ${version}.\n` +
    "Install a newer one, for example from https://nodejs.org, and run the same command again."
  );
}
