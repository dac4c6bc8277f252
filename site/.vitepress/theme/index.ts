// The theme without its web font: pages load nothing from elsewhere, and the fonts of the system are there at once.
import DefaultTheme from 'vitepress/theme-without-fonts';
import './style.css';

export default DefaultTheme;
