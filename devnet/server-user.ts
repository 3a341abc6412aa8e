import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { DevnetError, messageOf } from "./errors.ts";

/** The system's user that Postgres runs as when root starts it: Postgres refuses to run as root itself. */
const NAME = "postgres";

export interface ServerUser {
  uid: number;
  gid: number;
}

/** A program with its arguments, and who it is started as. */
export interface Invocation {
  file: string;
  args: readonly string[];
  user: ServerUser | undefined;
}

/** Undefined for everyone but root. The user is made if there is none. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, NAME], { encoding: "utf8", stdio: "pipe" }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    // There is none yet.
  }
  try {
    execFileSync("groupadd", ["--system", NAME], { stdio: "pipe" });
    execFileSync("useradd", ["--system", "-g", NAME, NAME], { stdio: "pipe" });
    return { uid: id("-u"), gid: id("-g") };
  } catch (error) {
    throw new DevnetError(
      `Postgres does not run as root, and the user "${NAME}" could not be made: ${messageOf(error)}`,
      "Start the devnet as an ordinary user.",
    );
  }
}

/** The first folder above `path` that not everyone may enter: root's home, usually. */
function closedFolder(path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

function hasSetpriv(): boolean {
  try {
    execFileSync("setpriv", ["--version"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

/**
 * How to start a server's program as its user. Where that user may not enter the folders of the repository, it is given
 * root's right to do so (and no other) by `setpriv`, which is part of most Linux systems.
 */
export function asServer(
  file: string,
  args: readonly string[],
  user: ServerUser | undefined,
  dataDir: string,
): Invocation {
  const closed = user === undefined ? undefined : (closedFolder(file) ?? closedFolder(dataDir));
  if (user === undefined || closed === undefined) return { file, args, user };
  if (!hasSetpriv()) {
    throw new DevnetError(
      `As root, Postgres runs as the user "${NAME}", which may not enter ${closed}.`,
      `Start the devnet as an ordinary user, move the repository elsewhere, or run: chmod o+x ${closed}`,
    );
  }
  const rights = ["--clear-groups", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`];
  return { file: "setpriv", args: [...identity, ...rights, "--", file, ...args], user: undefined };
}
