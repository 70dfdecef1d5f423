import { execFile } from "node:child_process";
import { readSettings } from "./settings";

/** What the program said, and its exit status. */
export interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** The program could not be started: it is not there, or it is none. */
export class NoProgram extends Error {}

/** Runs the program in a folder and waits for its end. Throws NoProgram. */
export function run(args: string[], folder: string): Promise<Outcome> {
  const { path } = readSettings();
  return new Promise((resolve, reject) => {
    execFile(path, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") {
        reject(new NoProgram(`“${path}” could not be started: ${error.message}`));
      } else {
        resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
      }
    });
  });
}
