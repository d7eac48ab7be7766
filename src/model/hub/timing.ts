/** How long to wait for the hub, and how often to try again. */
export interface HubTiming {
  /** Milliseconds until the headers of an answer must have come. Default 20,000. */
  readonly headers: number;
  /** Milliseconds without a byte after which a transfer counts as broken. Default 30,000. */
  readonly idle: number;
  /** Attempts without progress before giving up; a transfer that moved starts afresh. Default 5. */
  readonly attempts: number;
  /** Milliseconds before the second attempt, doubled each time, with up to a half added. Default 500. */
  readonly delay: number;
  /** Longest wait before an attempt, Retry-After included, in milliseconds. Default 60,000. */
  readonly longestDelay: number;
}

export const DEFAULT_TIMING: HubTiming = {
  headers: 20_000,
  idle: 30_000,
  attempts: 5,
  delay: 500,
  longestDelay: 60_000,
};
