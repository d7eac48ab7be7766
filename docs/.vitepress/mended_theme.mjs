// VitePress's theme with the faults mended that a screen reader stumbles over and axe reports. Its
// components are changed as they are compiled; a replacement that no longer fits stops the build, so
// that a new version of the theme is looked at.

const dialog = `      ref="el"
      role="button"
      :aria-owns="results?.length ? 'localsearch-list' : undefined"
      aria-expanded="true"
      aria-haspopup="listbox"
      aria-labelledby="localsearch-label"
`;
const list = `          :role="results?.length ? 'listbox' : undefined"
          :aria-labelledby="results?.length ? 'localsearch-label' : undefined"
`;
const option = `            :aria-selected="selectedIndex === index ? 'true' : 'false'"
            role="option"
`;
const active = `            :aria-activedescendant="selectedIndex > -1 ? ('localsearch-item-' + selectedIndex) : undefined"
            aria-autocomplete="both"
`;
const caret = `        role="button"
        aria-label="toggle section"
        @click="onCaretClick"
        @keydown.enter="onCaretClick"
        tabindex="0"
`;

/** Component → what is replaced by what. */
const replacements = {
  // The search is a dialog and not a button; its results are links, and a link in an option of a list box
  // cannot be reached. What the arrow keys choose is read out.
  "VPLocalSearchBox.vue": [
    [
      dialog,
      '      ref="el"\n      role="dialog"\n      aria-modal="true"\n      aria-label="Search"\n',
    ],
    [list, ""],
    [option, ""],
    [active, ""],
    [`              :aria-label="[...p.titles, p.title].join(' > ')"\n`, ""],
    ['<span class="title-icon">#</span>', '<span class="title-icon" aria-hidden="true" />'],
    ["<kbd :aria-label=", '<kbd role="img" :aria-label='],
    [
      '        <div class="search-keyboard-shortcuts">',
      `        <p class="visually-hidden" aria-live="polite">
          {{ [...(results?.[selectedIndex]?.titles ?? []), results?.[selectedIndex]?.title].filter(Boolean).join(' > ').replace(/<[^>]*>/g, '') }}
        </p>
        <div class="search-keyboard-shortcuts">`,
    ],
  ],
  // A name that differs from what is seen cannot be spoken: the key is written by the style sheet.
  "VPNavBarSearchButton.vue": [
    ['<kbd class="DocSearch-Button-Key">K</kbd>', '<kbd class="DocSearch-Button-Key"></kbd>'],
  ],
  // Pages without text of their own have no main part.
  "VPContent.vue": [
    [
      '    id="VPContent"\n',
      `    id="VPContent"
    :role="page.isNotFound || frontmatter.layout === 'home' ? 'main' : undefined"
`,
    ],
  ],
  "VPLocalNav.vue": [
    [
      '    :class="classes"\n',
      '    :class="classes"\n    role="navigation"\n    aria-label="Page"\n',
    ],
  ],
  // A group that cannot be folded is no button, and one that can holds no second one.
  "VPSidebarItem.vue": [
    [
      "const itemRole = computed(() => (isLink.value ? undefined : 'button'))",
      "const itemRole = computed(() => (isLink.value || !collapsible.value ? undefined : 'button'))",
    ],
    [
      '      :tabindex="item.items && 0"\n',
      `      :tabindex="itemRole && 0"
      :aria-expanded="itemRole && !collapsed"
`,
    ],
    [
      caret,
      `        :role="item.link ? 'button' : undefined"
        :aria-label="item.link ? 'toggle section' : undefined"
        :tabindex="item.link ? 0 : undefined"
        @click="onCaretClick"
        @keydown.enter="onCaretClick"
`,
    ],
  ],
};

/** A Vite plugin. */
export function mendedTheme() {
  return {
    name: "mended-theme",
    enforce: "pre",
    transform(code, id) {
      const name = /\/theme-default\/components\/(\w+\.vue)$/.exec(id)?.[1];
      let mended = code;
      for (const [from, to] of replacements[name] ?? []) {
        if (!mended.includes(from)) throw new Error(`${name} no longer has: ${from}`);
        mended = mended.replaceAll(from, () => to);
      }
      return mended === code ? undefined : { code: mended, map: null };
    },
  };
}
