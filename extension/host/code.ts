/** The engine's code, out of the extension's own files; `null` where it cannot be compiled here. */
export async function compile(wasm: string): Promise<WebAssembly.Module | null> {
  try {
    return await WebAssembly.compileStreaming(fetch(wasm));
  } catch {
    return null;
  }
}
