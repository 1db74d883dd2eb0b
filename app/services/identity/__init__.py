"""Who somebody is: sign-ins, second factors, wrong tries, and access given back."""
