/**
 * The built-in list: banks, payments, health, mail and identity, where pages are about the person and not for finding
 * again. A line is a domain with everything below it, or `label.*`: any host that begins with that label.
 */
export const DEFAULT_EXCLUSIONS: readonly string[] = [
  // Any site's doors: signing in, banking, webmail.
  'login.*', 'signin.*', 'sso.*', 'idp.*', 'auth.*', 'oauth.*', 'accounts.*', 'webmail.*', 'onlinebanking.*',
  'banking.*', 'ebanking.*', 'e-banking.*', 'netbanking.*', 'ibanking.*', 'patient.*', 'mychart.*',

  // Identity and passwords.
  'login.live.com', 'account.microsoft.com', 'login.microsoftonline.com', 'appleid.apple.com', 'account.apple.com',
  'myaccount.google.com', 'passwords.google.com', 'okta.com', 'auth0.com', 'onelogin.com', 'duosecurity.com',
  'id.me', 'login.gov', 'lastpass.com', '1password.com', '1password.eu', 'bitwarden.com', 'bitwarden.eu',
  'vault.bitwarden.com', 'dashlane.com', 'keepersecurity.com', 'nordpass.com', 'proton.me', 'verimi.de',
  'personalausweisportal.de', 'id.bund.de', 'elster.de', 'franceconnect.gouv.fr', 'spid.gov.it',

  // Mail and private messages.
  'mail.google.com', 'outlook.live.com', 'outlook.office.com', 'outlook.office365.com', 'mail.yahoo.com',
  'mail.aol.com', 'mail.proton.me', 'tutanota.com', 'tuta.com', 'fastmail.com', 'mail.ru', 'mail.yandex.ru',
  'mail.yandex.com', 'gmx.net', 'gmx.de', 'navigator.gmx.net', 'navigator.web.de', 'mail.com', 'posteo.de',
  'mailbox.org', 'freenet.de', 'icloud.com', 'zoho.com', 'hey.com', 'mail.qq.com', 'mail.163.com', 'mail.naver.com',
  'web.whatsapp.com', 'web.telegram.org', 'messages.google.com', 'messenger.com', 'web.threema.ch', 'web.skype.com',

  // Banks, brokers, cards and payments.
  'paypal.com', 'wise.com', 'revolut.com', 'n26.com', 'stripe.com', 'venmo.com', 'cash.app', 'klarna.com',
  'skrill.com', 'payoneer.com', 'westernunion.com', 'chase.com', 'bankofamerica.com', 'wellsfargo.com', 'citi.com',
  'citibank.com', 'usbank.com', 'capitalone.com', 'americanexpress.com', 'discover.com', 'pnc.com', 'truist.com',
  'td.com', 'tdbank.com', 'schwab.com', 'fidelity.com', 'vanguard.com', 'etrade.com', 'robinhood.com',
  'interactivebrokers.com', 'ally.com', 'goldmansachs.com', 'marcus.com', 'hsbc.com', 'hsbc.co.uk', 'barclays.com',
  'barclays.co.uk', 'lloydsbank.com', 'halifax.co.uk', 'natwest.com', 'rbs.co.uk', 'santander.com', 'santander.co.uk',
  'nationwide.co.uk', 'monzo.com', 'starlingbank.com', 'tsb.co.uk', 'deutsche-bank.de', 'commerzbank.de',
  'comdirect.de', 'dkb.de', 'ing.de', 'ing.com', 'ing.nl', 'postbank.de', 'hypovereinsbank.de', 'unicredit.it',
  'unicreditgroup.eu', 'targobank.de', 'consorsbank.de', 'norisbank.de', 'sparkasse.de', 'sparkasse.at', 'berliner-sparkasse.de',
  'haspa.de', 'vr.de', 'volksbank.de', 'gls.de', 'ethikbank.de', 'triodos.de', 'flatex.de', 'traderepublic.com',
  'scalable.capital', 'smartbroker.de', 'bawag.at', 'erstebank.at', 'raiffeisen.at', 'raiffeisen.ch', 'bankaustria.at',
  'ubs.com', 'credit-suisse.com', 'postfinance.ch', 'zkb.ch', 'bnpparibas.com', 'mabanque.bnpparibas',
  'societegenerale.fr', 'credit-agricole.fr', 'labanquepostale.fr', 'boursorama.com', 'boursobank.com', 'caixabank.es',
  'bbva.com', 'bbva.es', 'bancosantander.es', 'intesasanpaolo.com', 'rabobank.nl', 'abnamro.nl', 'kbc.be', 'belfius.be',
  'nordea.com', 'danskebank.dk', 'dnb.no', 'seb.se', 'swedbank.se', 'handelsbanken.se', 'mbank.pl', 'pkobp.pl',
  'rbcroyalbank.com', 'scotiabank.com', 'bmo.com', 'cibc.com', 'commbank.com.au', 'westpac.com.au', 'anz.com',
  'nab.com.au', 'icicibank.com', 'hdfcbank.com', 'onlinesbi.sbi', 'coinbase.com', 'kraken.com', 'binance.com',
  'blockchain.com', 'bitpanda.com',

  // Health.
  'mychart.org', 'mychart.com', 'followmyhealth.com', 'athenahealth.com', 'healow.com', 'kaiserpermanente.org',
  'healthcare.gov', 'medicare.gov', 'nhsapp.service.nhs.uk', 'access.login.nhs.uk', 'patientaccess.com', 'zocdoc.com',
  'doctolib.de', 'doctolib.fr', 'doctolib.it', 'jameda.de', 'samedi.de', 'tk.de', 'meine.aok.de', 'meine.barmer.de',
  'meine.dak.de', 'ameli.fr', 'betterhelp.com', 'talkspace.com', 'teladoc.com', 'labcorp.com', 'questdiagnostics.com',
  '23andme.com', 'cerebral.com', 'selfapy.com', 'hellobetter.de',
];
