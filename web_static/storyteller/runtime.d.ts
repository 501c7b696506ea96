// What is used of onnxruntime-web, which is not there when types are checked.
declare module "onnxruntime-web" {
  export const InferenceSession: any;
  export const Tensor: any;
  export const env: any;
}
