/** What tests/views/stage/site.mjs puts in place of the module: language -> key -> text, as the package has it. */
declare module 'catalogues' {
  const catalogues: Record<string, Record<string, string>>;
  export default catalogues;
}
