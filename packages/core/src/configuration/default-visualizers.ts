/** On unless a layer says false; a layer that sets options of one does not turn the others off. */
export const defaultVisualizers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { cog: {}, map: {}, pmtiles: {}, web: {} };
