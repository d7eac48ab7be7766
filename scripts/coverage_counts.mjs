// Istanbul's counts of one file, taken over from a build of it.
//
// The map of the sources and that of the build name the same statements, functions and branches, but
// not by the same columns: another compiler wrote the source map. They are paired by line and kind,
// those of one line in their order, or by the nearest column where one side has more of them.

/** Adds the counts of `built` to those of `source`, both `FileCoverageData` of one file. */
export function addCounts(source, built) {
  pair(Object.entries(source.statementMap), Object.entries(built.statementMap), {
    kindOf: () => "",
    startOf: (statement) => statement.start,
    add: (to, from) => (source.s[to] += built.s[from]),
  });
  pair(Object.entries(source.fnMap), Object.entries(built.fnMap), {
    kindOf: () => "",
    startOf: (declared) => declared.loc.start,
    add: (to, from) => (source.f[to] += built.f[from]),
  });
  pair(Object.entries(source.branchMap), Object.entries(built.branchMap), {
    kindOf: ({ type, locations }) => `${type} of ${locations.length}`,
    startOf: (branch) => branch.loc.start,
    add: (to, from) => {
      for (const i of source.b[to].keys()) source.b[to][i] += built.b[from][i];
    },
  });
}

function pair(sources, builts, { kindOf, startOf, add }) {
  const group = (entries) => {
    const groups = new Map();
    for (const entry of entries) {
      const place = `${startOf(entry[1]).line} ${kindOf(entry[1])}`;
      groups.set(place, [...(groups.get(place) ?? []), entry]);
    }
    return groups;
  };
  const columnOf = ([, one]) => startOf(one).column;
  const byColumn = (entries) => entries.toSorted((a, b) => columnOf(a) - columnOf(b));
  const built = group(builts);
  for (const [place, entries] of group(sources)) {
    const own = byColumn(entries);
    const others = byColumn(built.get(place) ?? []);
    for (const [i, entry] of own.entries()) {
      const distance = (other) => Math.abs(columnOf(other) - columnOf(entry));
      const other =
        own.length === others.length
          ? others[i]
          : others.toSorted((a, b) => distance(a) - distance(b))[0];
      if (other !== undefined) add(entry[0], other[0]);
    }
  }
}
