import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Analyzer","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/bm25/interfaces/Analyzer.md","filePath":"api/langchain-tasb/bm25/interfaces/Analyzer.md"}');
const _sfc_main = { name: "api/langchain-tasb/bm25/interfaces/Analyzer.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-analyzer" tabindex="-1">Interface: Analyzer <a class="header-anchor" href="#interface-analyzer" aria-label="Permalink to &quot;Interface: Analyzer&quot;">​</a></h1><p>From text to terms. The same text always gives the same terms.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-fingerprint"></a> <code>fingerprint</code></td><td><code>readonly</code></td><td><code>string</code></td><td>Equal for two analyzers that give the same terms. A saved index can only be searched with the analyzer it was made with, which this tells.</td></tr><tr><td><a id="property-name"></a> <code>name</code></td><td><code>readonly</code></td><td><code>string</code></td><td>Name of the analyzer, for people.</td></tr></tbody></table><h2 id="methods" tabindex="-1">Methods <a class="header-anchor" href="#methods" aria-label="Permalink to &quot;Methods&quot;">​</a></h2><h3 id="analyze" tabindex="-1">analyze() <a class="header-anchor" href="#analyze" aria-label="Permalink to &quot;analyze()&quot;">​</a></h3><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;">analyze</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(text): string[];</span></span></code></pre></div><p>Terms in the order of the text, repeated as often as they occur.</p><h4 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h4><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th></tr></thead><tbody><tr><td><code>text</code></td><td><code>string</code></td></tr></tbody></table><h4 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h4><p><code>string</code>[]</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/bm25/interfaces/Analyzer.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Analyzer = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Analyzer as default
};
