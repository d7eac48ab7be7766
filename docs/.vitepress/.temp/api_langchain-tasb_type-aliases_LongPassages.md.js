import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: LongPassages","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/type-aliases/LongPassages.md","filePath":"api/langchain-tasb/type-aliases/LongPassages.md"}');
const _sfc_main = { name: "api/langchain-tasb/type-aliases/LongPassages.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-longpassages" tabindex="-1">Type Alias: LongPassages <a class="header-anchor" href="#type-alias-longpassages" aria-label="Permalink to &quot;Type Alias: LongPassages&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> LongPassages</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> =</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;max&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;mean&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;first&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;truncate&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>What becomes of a passage that is longer than <code>maxPassageTokens</code>:</p><ul><li><code>&quot;max&quot;</code>: a vector for each window; the passage&#39;s score is its best window&#39;s (MaxP).</li><li><code>&quot;mean&quot;</code>: the mean of the windows&#39; vectors; the score is the mean of the windows&#39; scores.</li><li><code>&quot;first&quot;</code>: the first window&#39;s vector (FirstP). What follows is not read.</li><li><code>&quot;truncate&quot;</code>: cut after <code>maxPassageTokens</code> tokens, in the middle of a word if it falls so, as the reference implementations do. What follows is not read.</li></ul><p>MaxP, FirstP: Dai and Callan, Deeper Text Understanding for IR, SIGIR 2019.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/type-aliases/LongPassages.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LongPassages = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LongPassages as default
};
