# Bucket and region are given at init: terraform init -backend-config=bucket=… -backend-config=region=…
terraform {
  backend "s3" {
    key          = "planitai-kpi/production.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
