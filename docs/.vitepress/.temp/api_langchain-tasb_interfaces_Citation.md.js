import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Citation","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/Citation.md","filePath":"api/langchain-tasb/interfaces/Citation.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/Citation.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-citation" tabindex="-1">Interface: Citation <a class="header-anchor" href="#interface-citation" aria-label="Permalink to &quot;Interface: Citation&quot;">​</a></h1><p>A place that can be shown and looked up.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-end"></a> <code>end?</code></td><td><code>number</code></td><td>Where they end there.</td></tr><tr><td><a id="property-endline"></a> <code>endLine?</code></td><td><code>number</code></td><td>The line they end on, where it is another one.</td></tr><tr><td><a id="property-line"></a> <code>line?</code></td><td><code>number</code></td><td>The line they begin on, from 1; for a record, the record&#39;s.</td></tr><tr><td><a id="property-page"></a> <code>page?</code></td><td><code>number</code></td><td>The page they begin on, from 1.</td></tr><tr><td><a id="property-passageend"></a> <code>passageEnd</code></td><td><code>number</code></td><td>Where they end there.</td></tr><tr><td><a id="property-passagestart"></a> <code>passageStart</code></td><td><code>number</code></td><td>Where they begin in the passage&#39;s text, in UTF-16 code units.</td></tr><tr><td><a id="property-source"></a> <code>source?</code></td><td><code>string</code></td><td>The file, as <code>metadata.source</code> names it.</td></tr><tr><td><a id="property-start"></a> <code>start?</code></td><td><code>number</code></td><td>Where they begin in the file&#39;s text (UTF-8 decoded, without a byte order mark), in UTF-16 code units. Absent where the file holds them in another form: records of CSV and JSONL, pages of PDF.</td></tr><tr><td><a id="property-text"></a> <code>text</code></td><td><code>string</code></td><td>The words cited.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/Citation.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Citation = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Citation as default
};
