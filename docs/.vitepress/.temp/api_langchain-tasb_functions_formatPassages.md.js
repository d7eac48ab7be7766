import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: formatPassages()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/functions/formatPassages.md","filePath":"api/langchain-tasb/functions/formatPassages.md"}');
const _sfc_main = { name: "api/langchain-tasb/functions/formatPassages.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-formatpassages" tabindex="-1">Function: formatPassages() <a class="header-anchor" href="#function-formatpassages" aria-label="Permalink to &quot;Function: formatPassages()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> formatPassages</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">documents</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">options</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">?</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;"> string</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>One text of all documents, each in a numbered element:</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span>&lt;passages&gt;</span></span>
<span class="line"><span>&lt;passage n=&quot;1&quot; source=&quot;docs/a.md:12-14&quot; headings=&quot;Setup &amp;gt; Keys&quot;&gt;</span></span>
<span class="line"><span>…</span></span>
<span class="line"><span>&lt;/passage&gt;</span></span>
<span class="line"><span>&lt;/passages&gt;</span></span></code></pre></div><p>The numbers are the citation marks: ask the model to write <code>[1]</code>. A document cannot end its own element or begin another: in its text, a <code>&lt;</code> before <code>passage</code> or <code>/passage</code> becomes <code>&amp;lt;</code>. That stops a document from posing as another or as the prompt; it cannot stop a model from following what a document says.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th></tr></thead><tbody><tr><td><code>documents</code></td><td>readonly <code>DocumentInterface</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>any</code>&gt;&gt;[]</td></tr><tr><td><code>options?</code></td><td><a href="./../interfaces/FormatPassagesOptions.html"><code>FormatPassagesOptions</code></a></td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>string</code></p><p>the empty element for no documents</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/functions/formatPassages.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const formatPassages = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  formatPassages as default
};
