import { spawn } from "node:child_process";

/** A command ended badly. Its own output says why. */
export class CommandFailed extends Error {
  /**
   * @param {string} command as a person would type it
   * @param {number | null} status its exit status; null where a signal ended it
   */
  constructor(command, status) {
    super(`"${command}" failed${status === null ? "" : ` with exit status ${status}`}.`);
    this.name = "CommandFailed";
  }
}

/**
 * Runs a command with this terminal and waits for its end.
 *
 * @param {string} command
 * @param {readonly string[]} words
 * @param {import("node:child_process").SpawnOptions} [options]
 * @param {string} [label] what to call it where it fails
 * @returns {Promise<void>} rejects with `CommandFailed`, or with the system's error where it cannot be started
 */
export function run(command, words, options = {}, label = [command, ...words].join(" ")) {
  return new Promise((done, failed) => {
    const child = spawn(command, words, { stdio: "inherit", ...options });
    child.on("error", failed);
    child.on("close", (status) => {
      if (status === 0) done();
      else failed(new CommandFailed(label, status));
    });
  });
}
