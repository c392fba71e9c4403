export { type ArrowTable as ArrowData, isArrow } from '@sluice/schema/arrow';
