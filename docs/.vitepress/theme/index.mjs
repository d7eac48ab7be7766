// VitePress's own theme with the colors and wide tables of this site.
import DefaultTheme from "vitepress/theme";
import "./style.css";

export default DefaultTheme;
