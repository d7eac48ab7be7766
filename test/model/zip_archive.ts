/** Zip archives with whatever can be wrong with them. */

export interface Written {
  name: string;
  content: string;
  /** Sizes and place of the entry stand in a zip64 field. */
  zip64?: boolean;
  method?: number;
  flags?: number;
  /** Bytes of the extra field, in place of the right ones. */
  extra?: Buffer;
}

export interface Ending {
  /** The directory's place and counts stand in a zip64 end. */
  zip64?: boolean;
  comment?: string;
  /** Changes the archive's ending before it is written. */
  change?: (parts: { directory: Buffer; end64: Buffer; locator: Buffer; end: Buffer }) => void;
}

/** An archive of entries stored without compression (PKWARE APPNOTE 6.3.10). */
export function archive(entries: readonly Written[], ending: Ending = {}): Buffer {
  const body: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, content, zip64 = false, method = 0, flags = 0, extra } of entries) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const wide = Buffer.alloc(28);
    wide.writeUInt16LE(1, 0);
    wide.writeUInt16LE(24, 2);
    wide.writeBigUInt64LE(BigInt(content.length), 4);
    wide.writeBigUInt64LE(BigInt(content.length), 12);
    wide.writeBigUInt64LE(BigInt(at), 20);
    // Another program's field stands before it.
    const other = Buffer.from([0x99, 0x00, 0x02, 0x00, 0xaa, 0xbb]);
    const field = extra ?? (zip64 ? Buffer.concat([other, wide]) : Buffer.alloc(0));
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(flags, 8);
    header.writeUInt16LE(method, 10);
    header.writeUInt32LE(zip64 ? 0xffffffff : content.length, 20);
    header.writeUInt32LE(zip64 ? 0xffffffff : content.length, 24);
    header.writeUInt16LE(Buffer.byteLength(name), 28);
    header.writeUInt16LE(field.length, 30);
    header.writeUInt32LE(zip64 ? 0xffffffff : at, 42);
    central.push(header, Buffer.from(name), field);
    body.push(local, Buffer.from(name), Buffer.from(content));
    at += 30 + Buffer.byteLength(name) + content.length;
  }
  const directory = Buffer.concat(central);
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(BigInt(entries.length), 24);
  end64.writeBigUInt64LE(BigInt(entries.length), 32);
  end64.writeBigUInt64LE(BigInt(directory.length), 40);
  end64.writeBigUInt64LE(BigInt(at), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(at + directory.length), 8);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(ending.zip64 === true ? 0xffff : entries.length, 10);
  end.writeUInt32LE(ending.zip64 === true ? 0xffffffff : directory.length, 12);
  end.writeUInt32LE(ending.zip64 === true ? 0xffffffff : at, 16);
  const comment = Buffer.from(ending.comment ?? "");
  end.writeUInt16LE(comment.length, 20);
  ending.change?.({ directory, end64, locator, end });
  return Buffer.concat([
    ...body,
    directory,
    ...(ending.zip64 === true ? [end64, locator] : []),
    end,
    comment,
  ]);
}
