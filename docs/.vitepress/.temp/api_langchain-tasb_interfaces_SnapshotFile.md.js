import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: SnapshotFile","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/SnapshotFile.md","filePath":"api/langchain-tasb/interfaces/SnapshotFile.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/SnapshotFile.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-snapshotfile" tabindex="-1">Interface: SnapshotFile <a class="header-anchor" href="#interface-snapshotfile" aria-label="Permalink to &quot;Interface: SnapshotFile&quot;">​</a></h1><p>One file of a snapshot.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-bytes"></a> <code>bytes</code></td><td><code>readonly</code></td><td><code>number</code></td><td>Its length.</td></tr><tr><td><a id="property-name"></a> <code>name</code></td><td><code>readonly</code></td><td><code>string</code></td><td>Within the folder.</td></tr><tr><td><a id="property-sha256"></a> <code>sha256</code></td><td><code>readonly</code></td><td><code>string</code></td><td>Of the whole file, 64 hexadecimal digits.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/SnapshotFile.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SnapshotFile = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SnapshotFile as default
};
