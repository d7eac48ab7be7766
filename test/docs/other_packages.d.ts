/** What pages use of packages that are not installed here, with the types these packages give it. */

declare module "electron" {
  export const app: { getPath(name: "userData"): string; whenReady(): Promise<void> };
  export const ipcMain: {
    handle(
      channel: string,
      listener: (event: unknown, ...words: unknown[]) => Promise<unknown>,
    ): void;
  };
}
