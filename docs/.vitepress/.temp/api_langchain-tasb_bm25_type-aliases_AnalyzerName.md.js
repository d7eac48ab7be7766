import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: AnalyzerName","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/bm25/type-aliases/AnalyzerName.md","filePath":"api/langchain-tasb/bm25/type-aliases/AnalyzerName.md"}');
const _sfc_main = { name: "api/langchain-tasb/bm25/type-aliases/AnalyzerName.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-analyzername" tabindex="-1">Type Alias: AnalyzerName <a class="header-anchor" href="#type-alias-analyzername" aria-label="Permalink to &quot;Type Alias: AnalyzerName&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> AnalyzerName</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> =</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;lucene-english&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;unicode&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p><code>lucene-english</code> equals Lucene 9.12&#39;s EnglishAnalyzer: words by UAX #29 (ideographs and hiragana one by one, runs of katakana, hangul and Thai whole), possessive &#39;s removed, lower case, 33 stop words, original Porter stemmer.</p><p><code>unicode</code> is for any language: NFKC, the same words with full case folding, pairs of neighboring characters for scripts written without blanks (Chinese, Japanese, Thai …) and for Korean, no stop words, no stemmer.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/bm25/type-aliases/AnalyzerName.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AnalyzerName = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AnalyzerName as default
};
