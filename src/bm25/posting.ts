/**
 * One posting's payload: term frequency and length code of the passage in 16 bits,
 * `frequency << 8 | code`. A frequency of 256 or more is written as 0 here and kept beside.
 *
 * The code in the posting spares the search a second memory access per posting.
 */

/** The largest frequency a payload holds. */
export const MAX_PAYLOAD_FREQUENCY = 255;

/** @param code of `encodeLength` */
export function encodePosting(frequency: number, code: number): number {
  return frequency > MAX_PAYLOAD_FREQUENCY ? code : (frequency << 8) | code;
}

/** Frequency in a payload; 0 stands for 256 or more. */
export function payloadFrequency(payload: number): number {
  return payload >>> 8;
}

/** Length code in a payload. */
export function payloadCode(payload: number): number {
  return payload & 0xff;
}
