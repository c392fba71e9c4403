export * from '@sluice/dataset';
