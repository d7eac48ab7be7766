/** How far a long piece of work has come, on one line that is written again and again. */

import type { Terminal } from "./terminal.js";

/** Milliseconds between two drawings. */
const INTERVAL = 100;
const WIDTH = 24;

function two(n: number): string {
  return String(n).padStart(2, "0");
}

/** `m:ss` or `h:mm:ss`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `1,234`; the same on every machine. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

/** `12.3 MB`, powers of 1000. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/**
 * A bar with share, note and time left where the stream is a terminal; nothing elsewhere, as a log
 * is no place for a moving line.
 */
export class ProgressBar {
  readonly #terminal: Terminal;
  readonly #label: string;
  readonly #started = performance.now();
  #drawn = -Infinity;
  #shown = false;

  constructor(terminal: Terminal, label: string) {
    this.#terminal = terminal;
    this.#label = label;
  }

  /** Seconds since the bar was made. */
  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** @param share of the work that is done, in [0, 1] */
  update(share: number, note = ""): void {
    if (!this.#terminal.fancy) return;
    const now = performance.now();
    if (now - this.#drawn < INTERVAL && share < 1) return;
    this.#drawn = now;
    this.#shown = true;
    const part = Math.min(1, Math.max(0, share));
    const filled = Math.round(part * WIDTH);
    const bar = "━".repeat(filled) + this.#terminal.style("dim", "━".repeat(WIDTH - filled));
    const left = part > 0.005 ? formatDuration((this.seconds * (1 - part)) / part) : "–:––";
    const percent = String(Math.floor(part * 100)).padStart(3);
    const end = ` ${percent} %  ${left} left  `;
    const room = this.#terminal.columns - this.#label.length - 1 - WIDTH - end.length - 1;
    const shortened = note.length > room ? `${note.slice(0, Math.max(0, room - 1))}…` : note;
    this.#terminal.write(`\r\u001b[2K${this.#label} ${bar}${end}${room > 1 ? shortened : ""}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#shown) this.#terminal.write("\r\u001b[2K");
    this.#shown = false;
  }
}
