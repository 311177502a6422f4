import { LineChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// Only what the chart draws, so that the lazy chunk stays small.
echarts.use([LineChart, GridComponent, MarkAreaComponent, TooltipComponent, SVGRenderer]);

export { echarts };
