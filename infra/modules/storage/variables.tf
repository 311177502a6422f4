variable "name" {
  description = "Prefix of every name, planitai-kpi-<environment>."
  type        = string
}

variable "kms_key_arn" {
  description = "Key that encrypts the files."
  type        = string
}

variable "deleted_file_days" {
  description = "Days in which a deleted or overwritten file can be brought back."
  type        = number
}

variable "access_log_days" {
  description = "Days that access logs of the load balancer are kept."
  type        = number
}
