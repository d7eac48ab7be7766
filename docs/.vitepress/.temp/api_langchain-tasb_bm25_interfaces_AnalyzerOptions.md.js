import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: AnalyzerOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/bm25/interfaces/AnalyzerOptions.md","filePath":"api/langchain-tasb/bm25/interfaces/AnalyzerOptions.md"}');
const _sfc_main = { name: "api/langchain-tasb/bm25/interfaces/AnalyzerOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-analyzeroptions" tabindex="-1">Interface: AnalyzerOptions <a class="header-anchor" href="#interface-analyzeroptions" aria-label="Permalink to &quot;Interface: AnalyzerOptions&quot;">​</a></h1><p>An analyzer by name, with its settings.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-accents"></a> <code>accents?</code></td><td><code>readonly</code></td><td><code>&quot;keep&quot;</code> | <code>&quot;remove&quot;</code></td><td>Whether accents tell words apart; only for <code>unicode</code>. &quot;remove&quot; takes the marks off Latin, Greek and Cyrillic letters (é is e, й is и). Default &quot;keep&quot;.</td></tr><tr><td><a id="property-name"></a> <code>name</code></td><td><code>readonly</code></td><td><a href="./../type-aliases/AnalyzerName.html"><code>AnalyzerName</code></a></td><td>Which one.</td></tr><tr><td><a id="property-stemmer"></a> <code>stemmer?</code></td><td><code>readonly</code></td><td><a href="./../type-aliases/StemmerName.html"><code>StemmerName</code></a> | <code>Stemmer</code></td><td>A name, or a function from a lower-case word to its stem. Default: &quot;porter&quot; for <code>lucene-english</code>, &quot;none&quot; for <code>unicode</code>. Languages are those of Snowball.</td></tr><tr><td><a id="property-stemmerfingerprint"></a> <code>stemmerFingerprint?</code></td><td><code>readonly</code></td><td><code>string</code></td><td>Tells a stemmer function from others in saved indexes. Default: the function&#39;s own name.</td></tr><tr><td><a id="property-stopwords"></a> <code>stopWords?</code></td><td><code>readonly</code></td><td>readonly <code>string</code>[]</td><td>Words that are not indexed, compared after lower case or case folding and before stemming. Default: Lucene&#39;s 33 for <code>lucene-english</code>, none for <code>unicode</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/bm25/interfaces/AnalyzerOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AnalyzerOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AnalyzerOptions as default
};
