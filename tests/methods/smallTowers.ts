/** Sizes of towers of which a fit takes a moment. */
export const smallSizes = { embeddingSize: 8, featureEmbeddingSize: 4, hiddenSizes: [16], outputSize: 8 };

/** Such towers, with a batch and a step in which they learn the fixtures' tastes in a few epochs. */
export const smallTowers = { ...smallSizes, batchSize: 128, learningRate: 0.01 };
