// What executes the notebooks: Deno from npm, and nbclient from PyPI in an environment of its own.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Installs the packages of a folder's lock where they are missing or older. */
export function installPackages(folder) {
  const installed = join(folder, "node_modules/.package-lock.json");
  const lock = join(folder, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  const isWindows = process.platform === "win32";
  execFileSync(
    isWindows ? "npm.cmd" : "npm",
    ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"],
    { stdio: "inherit", shell: isWindows },
  );
}

/** Deno's program, which the package for this platform holds. */
export function denoProgram(folder) {
  const scope = join(folder, "node_modules/@deno");
  const name = process.platform === "win32" ? "deno.exe" : "deno";
  const [program] = (existsSync(scope) ? readdirSync(scope) : [])
    .map((platform) => join(scope, platform, name))
    .filter((path) => existsSync(path));
  if (program === undefined) throw new Error("Deno has no package for this platform.");
  return program;
}

/**
 * A Python that has what requirements.txt names, in `folder`/.venv.
 *
 * @returns its program, or `undefined` where this machine has no Python 3 with venv, or cannot get the
 *   packages
 */
export function pythonProgram(folder) {
  const environment = join(folder, ".venv");
  const requirements = readFileSync(join(folder, "requirements.txt"), "utf8");
  const isWindows = process.platform === "win32";
  const python = join(environment, isWindows ? "Scripts/python.exe" : "bin/python");
  const stamp = join(environment, "requirements.txt");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === requirements) return python;
  const succeeds = (program, ...args) => {
    const { status } = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
    return status === 0;
  };
  const made =
    succeeds(isWindows ? "python" : "python3", "-m", "venv", environment) &&
    succeeds(python, "-m", "pip", "install", "-q", "-r", join(folder, "requirements.txt"));
  if (!made) return undefined;
  writeFileSync(stamp, requirements);
  return python;
}

/** Writes the description of Deno's kernel into `folder`, a place for the variable JUPYTER_PATH. */
export function writeKernel(folder, deno) {
  const kernel = join(folder, "kernels/deno");
  mkdirSync(kernel, { recursive: true });
  const description = {
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
  };
  writeFileSync(join(kernel, "kernel.json"), JSON.stringify(description));
}
