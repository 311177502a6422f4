# Bucket and region are given at init: terraform init -backend-config=bucket=… -backend-config=region=…
terraform {
  backend "s3" {
    key          = "planitai-kpi/staging.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
