export * from "./chapterFooter";
export * from "./displayable";
export * from "./markdown";
export * from "./table";
