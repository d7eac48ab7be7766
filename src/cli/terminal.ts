/** Writing to a stream that may be a terminal: colors only where they are wanted. */

import type { WriteStream } from "node:tty";

/** Names of the styles in use, with the codes that switch them on and off (ECMA-48 SGR). */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof CODES;

/** The part of a stream that a terminal needs; `process.stdout` fits, and so does a test's own. */
export interface OutputStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
  hasColors?: WriteStream["hasColors"];
}

// Everything below space but tab and newline, DEL, and the C1 controls: text of documents must not
// be able to move the cursor, set the window's title or clear the screen.
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text from documents made safe for a terminal: control characters become U+FFFD. */
export function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(CONTROLS, "\uFFFD");
}

/** One output stream. */
export class Terminal {
  readonly #stream: OutputStream;
  /** Whether a person is looking and wants color: a terminal, and NO_COLOR is not set. */
  readonly fancy: boolean;

  constructor(stream: OutputStream, fancy?: boolean) {
    this.#stream = stream;
    // `hasColors` reads NO_COLOR, NODE_DISABLE_COLORS, FORCE_COLOR and TERM itself.
    this.fancy = fancy ?? (stream.isTTY === true && stream.hasColors?.() === true);
  }

  /** Width in characters; 80 where it is unknown. */
  get columns(): number {
    return this.#stream.columns ?? 80;
  }

  /** Writes text as it is. */
  write(text: string): void {
    this.#stream.write(text);
  }

  /** Writes one line. */
  line(text = ""): void {
    this.#stream.write(`${text}\n`);
  }

  /** The text in a style, or as it is where the stream is not a terminal. */
  style(style: Style, text: string): string {
    if (!this.fancy || text === "") return text;
    const [on, off] = CODES[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  }
}
