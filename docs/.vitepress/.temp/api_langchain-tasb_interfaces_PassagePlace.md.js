import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: PassagePlace","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/PassagePlace.md","filePath":"api/langchain-tasb/interfaces/PassagePlace.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/PassagePlace.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-passageplace" tabindex="-1">Interface: PassagePlace <a class="header-anchor" href="#interface-passageplace" aria-label="Permalink to &quot;Interface: PassagePlace&quot;">​</a></h1><p>Where a passage stands in its file, as its metadata says it.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="./PassageMetadata.html"><code>PassageMetadata</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-endline"></a> <code>endLine?</code></td><td><code>number</code></td><td>Last line.</td></tr><tr><td><a id="property-endpage"></a> <code>endPage?</code></td><td><code>number</code></td><td>Last page, where it is another one.</td></tr><tr><td><a id="property-line"></a> <code>line?</code></td><td><code>number</code></td><td>First line in the file, from 1.</td></tr><tr><td><a id="property-page"></a> <code>page?</code></td><td><code>number</code></td><td>First page, from 1, of a file that has pages.</td></tr><tr><td><a id="property-pagebreaks"></a> <code>pageBreaks?</code></td><td>readonly <code>number</code>[]</td><td>Offsets in the passage at which its second and further pages begin.</td></tr><tr><td><a id="property-pieces"></a> <code>pieces?</code></td><td>(readonly [<code>number</code>, <code>number</code>, <code>number</code>])[]</td><td>Pages of HTML: the runs of text that stand in the file as they do in the passage, each as its offset in the passage, its offset in the file, and its line. Ascending.</td></tr><tr><td><a id="property-sourceend"></a> <code>sourceEnd?</code></td><td><code>number</code></td><td>Offset in the file of the passage&#39;s end.</td></tr><tr><td><a id="property-sourcestart"></a> <code>sourceStart?</code></td><td><code>number</code></td><td>Pages of HTML: offsets in the file of the passage&#39;s beginning and end.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/PassagePlace.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const PassagePlace = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  PassagePlace as default
};
